/*
 * limits: how large what travels may be (docs/format-batch.md, "Limits").
 *
 * A reader looks at them before it takes memory or walks on; a writer never
 * comes near them. They are part of the format and change with it alone.
 */
#ifndef SYNC_CRYPTO_LIMITS_H
#define SYNC_CRYPTO_LIMITS_H

#define LIMIT_FILE            70000000
#define LIMIT_ARMOURED_FILE   95000000
#define LIMIT_AGE_HEADER      65536
#define LIMIT_STANZAS         64
#define LIMIT_STANZA_BODY     4096
#define LIMIT_CHAIN           8324
#define LIMIT_CERTIFICATE     4096
#define LIMIT_CODES           32
#define LIMIT_NAME_LETTERS    80
#define LIMIT_MANIFEST        16384
#define LIMIT_BODY_PACKED     67200000
#define LIMIT_BODY_RAW        67108864
#define LIMIT_LINE            262145 /* "!" and the longest operation */
#define LIMIT_OPERATIONS      262144
#define LIMIT_WINDOW_LOG_READ 23
#define LIMIT_WINDOW_LOG      22 /* what is written */

#endif
