# Circles in the link graph: reads `nm -A -P -g` of objects, draws an arrow from
# each to those that define what it uses, and prints a line for every group of
# objects that reach one another (Tarjan's strongly connected components), with
# the arrows that tie it:
#
#   circle: a.o b.o
#     a.o -> b.o: name …
{
	object = $1
	sub(/:$/, "", object)
	sub(/^.*\[/, "", object) # archive.a[member.o]
	sub(/\]$/, "", object)
	if ($3 == "U")
		uses[++n_uses] = object SUBSEP $2
	else if ($3 ~ /^[TDBRVWCGS]$/)
		defined[$2] = object
	if (!(object in known)) {
		known[object] = 1
		objects[++n_objects] = object
	}
}
function visit(from, i, to)
{
	place[from] = low[from] = ++counter
	stack[++depth] = from
	waiting[from] = 1
	for (i = 1; i <= out[from]; i++) {
		to = arrow[from, i]
		if (!(to in place)) {
			visit(to)
			if (low[to] < low[from])
				low[from] = low[to]
		} else if (to in waiting && place[to] < low[from]) {
			low[from] = place[to]
		}
	}
	if (low[from] == place[from])
		group(from)
}
function group(root, n, i, j, to, line, member, list)
{
	do {
		to = stack[depth--]
		delete waiting[to]
		list[++n] = to
		member[to] = 1
	} while (to != root)
	if (n == 1)
		return
	line = "circle:"
	for (i = n; i > 0; i--)
		line = line " " list[i]
	print line
	for (i = n; i > 0; i--)
		for (j = 1; j <= out[list[i]]; j++) {
			to = arrow[list[i], j]
			if (to in member)
				print "  " list[i] " -> " to ":" names[list[i], to]
		}
}
END {
	for (i = 1; i <= n_uses; i++) {
		split(uses[i], use, SUBSEP)
		if (!(use[2] in defined) || defined[use[2]] == use[1])
			continue
		to = defined[use[2]]
		if (!((use[1], to) in names))
			arrow[use[1], ++out[use[1]]] = to
		names[use[1], to] = names[use[1], to] " " use[2]
	}
	for (i = 1; i <= n_objects; i++)
		if (!(objects[i] in place))
			visit(objects[i])
}
