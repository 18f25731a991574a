/** Written by hand, each to meet one rule of the language. */
export const conditionCases = `
pid = 12
pid == 12
pid <> 12
pid != 12
pid < 12
pid <= 12
pid > 12
pid >= 12
12 < pid
-7 = pid
pid > -7
pid = '12'
pid = ' 12 '
pid = '12.0'
pid = '12abc'
pid = '0x10'
pid <> '12abc'
pid = '1e2'
pid < 'a'
pid > 'a'
pid < ''
pid = ''
name = 12
name <> 12
name < 5
name > 5
name < 'a'
name >= 'É'
name > '😀'
name < '￮'
command_line > name
cpu_usage = 1
cpu_usage = 1.0
cpu_usage = '1'
cpu_usage = '1.0'
cpu_usage < '2'
cpu_usage > 0.25
cpu_usage = .5
cpu_usage = 5e-1
cpu_usage = 12.
cpu_usage <> pid
name = cpu_usage
name = pid
pid = command_line
pid < command_line
cpu_usage >= command_line
start_time = command_line
start_time <> name
LENGTH(name) = 2
LENGTH(name) = 3
LENGTH(command_line) = 0
pid = name
LENGTH(name) = '2'
LENGTH(name) < '2'
LENGTH(pid) = 2
LENGTH(name) = ppid
LENGTH(command_line) = LENGTH(name)
length(command_line) > 3
LENGTH('😀') = 1
LENGTH('') = 0
LENGTH(NULL) IS NULL
LENGTH(name) IN ('1', 2)
LENGTH(is_memfd) = 1
LENGTH(time) = 19
LENGTH(name)
12 = '12'
'12' = 12
1 = 1.0
1.0 = '1.0'
'a' = 'A'
'a' < 'b'
'a' < 1
NULL = NULL
NULL <> 1
NULL IS NULL
NULL IS NOT NULL
NOT NULL
NULL
TRUE
FALSE
NOT FALSE
0
1
0.5
NOT 0.5
-0.0
NOT (name = NULL)
name = NULL OR pid = 1
name = NULL AND pid = 1
NOT (pid = 1 AND name = NULL)
NOT (pid = 1 OR name = NULL)
ppid IS NULL
ppid IS NOT NULL
NOT ppid IS NULL
(ppid = NULL) IS NULL
(ppid = 1) IS NULL
(ppid = 1) IS NOT NULL
(ppid > 1 AND name = 'a') IS NOT NULL
(ppid > 1 OR name = 'a') IS NULL
(NOT ppid) IS NULL
pid IN (1, 2, NULL)
pid NOT IN (1, 2, NULL)
pid NOT IN (1, 2)
ppid NOT IN (1, 2)
ppid IN (12)
pid IN ('12', 1)
pid IN ('12abc')
pid IN (12.0, -7)
pid IN (TRUE)
name IN (12, 'a')
name NOT IN ('a')
name IN ('')
name IN (NULL)
NULL IN (1)
NULL NOT IN (1)
1 IN (1, 2)
1 IN ('1')
'1' IN (1)
cpu_usage IN (1, 0.5)
cpu_usage IN ('0.5')
start_time IN (9007199254740993)
start_time IN ('9007199254740993', 1)
start_time NOT IN (9007199254740992)
name IN (9007199254740993)
is_memfd IN (1)
(pid = 1) IN (0)
name LIKE 'A%'
name LIKE 'a'
name LIKE 'É'
name LIKE 'é'
name LIKE '_'
name LIKE '__'
name LIKE '%_%'
name LIKE '%__%'
name LIKE ''
name LIKE '%'
name LIKE '%%'
command_line NOT LIKE '%a%'
command_line LIKE 'a_b'
command_line LIKE 'A%B'
command_line LIKE 'a%X%c'
command_line LIKE '%x_x%'
command_line LIKE '%x%_'
command_line LIKE '_x%'
command_line LIKE '%b_c'
command_line LIKE '%slash'
name LIKE 'a%a'
name LIKE '1%12'
command_line LIKE 'a%_b'
command_line LIKE 'a%b%b'
command_line LIKE 'back%'
command_line ILIKE '%CURL%'
command_line NOT ILIKE '%CURL%|%'
name LIKE 'nul'
name LIKE 'nul%behind'
name LIKE NULL
name NOT LIKE NULL
NULL LIKE '%'
NULL NOT LIKE '%'
pid LIKE '1%'
pid LIKE '12'
time LIKE '%6'
is_memfd LIKE '1'
command_line LIKE '\\%'
command_line LIKE 'back\\slash'
command_line LIKE 'back\\\\slash'
command_line LIKE 'a!%b' ESCAPE '!'
command_line LIKE 'a!_b' ESCAPE '!'
command_line LIKE '!a%' ESCAPE '!'
name LIKE '!' ESCAPE '!'
name LIKE '%!%' ESCAPE '!'
name LIKE '\\%' ESCAPE '\\'
name LIKE '%''%'
name LIKE '%it''s%'
command_line LIKE 'a😀_'
command_line LIKE 'a_b'
name LIKE '[x]'
'ABC' LIKE 'abc'
'É' LIKE 'é'
LOWER(name) LIKE 'ab'
LOWER(name) = 'é'
LOWER(name) = LOWER('É')
LOWER(command_line) = 'é'
LOWER(name) = 'ab'
UPPER(name) = 'AB'
UPPER(name) = 'É'
LOWER(pid) = '12'
LOWER(pid) = 12
UPPER(command_line) = 'CURL HTTP://X | SH'
UPPER(LOWER(name)) = name
pid
NOT pid
ppid
NOT ppid
ppid OR pid
pid AND NULL
pid OR NULL
NOT (pid OR NULL)
cpu_usage
NOT cpu_usage
is_memfd
NOT is_memfd
is_memfd = TRUE
is_memfd = FALSE
is_memfd <> 1
file_exists = 1 OR is_memfd = 0
exit_code
exit_code < 0
pid = TRUE
name = TRUE
pid = 1 OR pid = 2 AND ppid = 1
(pid = 1 OR pid = 2) AND ppid = 1
NOT pid = 1 AND ppid = 1
NOT (pid = 1) AND NOT ppid = 1
NOT NOT pid = 1
NOT NOT NOT ppid = 1
(pid = 1) = (ppid = 12)
(pid = 1) <> (ppid = 12)
(pid = 1) < (ppid = 12)
(pid = 1) = '1'
(name LIKE 'a%') = 1
(name LIKE 'a%') <> (command_line LIKE 'a%')
(NOT (ppid = 1)) = 1
(pid = 1 OR ppid = 1) = (ppid IS NULL)
(pid = 1 AND ppid = 1) = (ppid IS NULL)
((pid = 1) = 1) = 1
((pid))
((pid)) = ('12')
name = 'NULL'
name = 'it''s'
command_line = 'back\\slash'
"name" = 'a'
"PID" = 12
NAME = 'a'
process_events.name = 'a'
"process_events"."name" = 'a'
time = 1767323045000000006
time > 1767323045000000005
time < 1767323045000000007
time >= 1.5e18
time = '1767323045000000006'
time < 9223372036854775807
time = 9223372036854775807
time > -9223372036854775808
time = -9223372036854775808
time <= 0.5
time < start_time
start_time = 9007199254740993
start_time > 9007199254740992
start_time > 9e15
start_time = '9007199254740993.0'
start_time
time = NULL
args = '["a","b"]'
args = '[]'
args LIKE '%"b"%'
ancestors LIKE '%/bash"%'
ancestors IS NULL
LENGTH(args) = 9
args > 'a'
executable_path LIKE '/tmp/%' AND user_name IS NULL
user_id = 0 AND (cwd = '/tmp/' OR command_line LIKE '%|%sh')
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('\\\\', '\\'));
