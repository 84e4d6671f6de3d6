/** The same as in docker-compose.yml. */
export const postgresSettings = ['max_connections=300'];

/** For a cluster that is thrown away after the tests: it need not survive a power cut. */
export const throwAwaySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Without them the encoding would follow the LANG of whoever starts first. */
export const initdbFlags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
