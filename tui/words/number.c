#include "config.h"
#include "tui/words/number.h"

#include <string.h>

enum { WHOLE_MAX = 9, DECIMALS_MAX = 6 };

json_t *number_value(const char *text)
{
	static const char digits[] = "0123456789";
	size_t whole = strspn(text, digits), decimals = 0;
	long long value = 0, scale = 1;

	if (text[whole] == '.' || text[whole] == ',')
		decimals = strspn(text + whole + 1, digits);
	if (!whole || whole > WHOLE_MAX || decimals > DECIMALS_MAX ||
	    text[whole + (decimals ? decimals + 1 : 0)])
		return NULL;
	for (const char *at = text; *at; at++) {
		if (*at == '.' || *at == ',')
			continue;
		value = value * 10 + (*at - '0');
	}
	for (size_t i = 0; i < decimals; i++)
		scale *= 10;
	return decimals ? json_real((double)value / (double)scale) : json_integer(value);
}

int number_decimals(double number)
{
	long long hundredths = (long long)(number * 100 + 0.5);

	return hundredths % 10 ? 2 : hundredths % 100 ? 1 : 0;
}
