/** Written by hand, each to meet one rule of functions, patterns and list columns. */
export const textCases = String.raw`
name GLOB 'a'
name GLOB 'A'
name GLOB '*'
name GLOB '?'
name GLOB '??'
name GLOB ''
name GLOB '[a-z]'
name GLOB '[^a-z]*'
name GLOB '[]]'
name GLOB '[^]a]'
name GLOB '[a'
name GLOB '*[a'
name GLOB '[a-]'
name GLOB '[-a]'
name GLOB '[0-9]*'
name GLOB '[0-9][0-9]'
name GLOB '[%_]'
name GLOB '[é-😀]'
name GLOB '*[!-~]'
name NOT GLOB '*a*'
command_line GLOB 'a?b'
command_line GLOB '*X*X*'
command_line GLOB 'a[%_😀]b'
command_line GLOB '*|*sh'
command_line GLOB 'a*[a-c]'
command_line GLOB '*\slash'
command_line GLOB 'back*'
command_line GLOB '*[X]b[X]*'
name GLOB NULL
name NOT GLOB NULL
NULL GLOB '*'
pid GLOB '1*'
pid NOT GLOB '1?'
name GLOB 'nul'
name GLOB '*''*'
'ABC' GLOB 'abc'
'ABC' GLOB 'A*'
name GLOB '[a-z-9]'
name GLOB '[^^]'
name GLOB '[b-a]'
name REGEXP 'a'
name REGEXP '^a$'
name REGEXP '(?i)A'
name REGEXP '^$'
name REGEXP ''
name REGEXP '^\d+$'
name NOT REGEXP '\d'
name REGEXP '[[:alpha:]]'
name REGEXP '^.$'
name REGEXP NULL
NULL REGEXP 'a'
pid REGEXP '^1'
command_line REGEXP 'curl.*\| *sh$'
command_line REGEXP '^a.b$'
command_line REGEXP 'x|z'
command_line REGEXP '^(?:a|back)'
ancestors REGEXP '"/sbin/init"\]$'
executable_path REGEXP '^/(tmp|var/tmp)/\.'
SUBSTR(command_line, 1, 1) = 'a'
SUBSTR(command_line, 2) = '_b'
SUBSTR(command_line, -1) = 'b'
SUBSTR(command_line, -2, 1) = 'X'
SUBSTR(command_line, 0) = 'a_b'
SUBSTR(command_line, 0, 2) = 'a'
SUBSTR(command_line, 3, -2) = 'a_'
SUBSTR(command_line, -1, -1) = '_'
SUBSTR(command_line, -100, 99) = ''
SUBSTR(command_line, -100, 200) <> ''
SUBSTR(command_line, 100) = ''
SUBSTR(command_line, 2, 0) = ''
SUBSTR(command_line, 0, -1) = ''
SUBSTR(command_line, 2, 1) = '😀'
SUBSTR(name, 1, pid) = 'a'
SUBSTR(name, NULL) IS NULL
SUBSTR(name, 1, NULL) IS NULL
SUBSTR(pid, 1, 1) = '1'
SUBSTR(pid, 1, 1) = 1
SUBSTR('abcdef', -3, 2) = 'de'
SUBSTR('abcdef', 4, -2) = 'bc'
SUBSTR('abcdef', -10, -3) = ''
SUBSTR('abcdef', -5, 9223372036854775807) = 'bcdef'
SUBSTR('abcdef', 0, 9223372036854775807) = 'abcdef'
SUBSTRING(name, 1) = 'a'
INSTR(command_line, 'b') = 3
INSTR(command_line, 'X') = 2
INSTR(command_line, '') = 1
INSTR(command_line, name) > 0
INSTR(NULL, 'a') IS NULL
INSTR(name, NULL) IS NULL
INSTR(pid, 2) = 2
INSTR('a😀b', 'b') = 3
INSTR('aAa', 'A') = 2
REPLACE(command_line, 'X', '') = 'abc'
REPLACE(command_line, 'X', '$&') = 'a$&b$&c'
REPLACE(command_line, '', 'x') = command_line
REPLACE(name, 'a', NULL) IS NULL
REPLACE(name, '', NULL) = 'a'
REPLACE(name, NULL, 'a') IS NULL
REPLACE(name, 1, 2) = '22'
REPLACE('aaa', 'aa', 'b') = 'ba'
TRIM(name) = '12'
LTRIM(name) = '12 '
RTRIM(name) = ' 12'
TRIM(command_line, 'ab') = '_'
TRIM(command_line, 'aXc') = 'bXb'
LTRIM(command_line, 'a😀') = 'b'
RTRIM(command_line, '') = 'A'
TRIM(name, NULL) IS NULL
TRIM(pid, '1') = '2'
TRIM('\tx') = 'x'
COALESCE(ppid, pid) = 12
COALESCE(ppid, pid) = '12'
COALESCE(user_name, name) = 'root'
COALESCE(user_name, cwd, 'none') = 'none'
COALESCE(NULL, ppid, 0) = 0
COALESCE(NULL, NULL) IS NULL
COALESCE(is_memfd, FALSE)
NOT COALESCE(is_memfd, 0)
COALESCE(cpu_usage, 0.0) > 0
NULLIF(name, 'a') IS NULL
NULLIF(pid, 12) IS NULL
NULLIF(pid, '12') IS NULL
NULLIF(pid, cpu_usage) IS NULL
NULLIF(name, NULL) = 'a'
NULLIF(NULL, 1) IS NULL
NULLIF(start_time, 9007199254740993) IS NULL
HEX(name) = '61'
HEX(name) = 'C3A9'
HEX(name) = 'F09F9880'
HEX(NULL) = ''
HEX(user_name) = ''
HEX(pid) = '3132'
LENGTH(HEX(name)) = 2
ABS(pid) = 7
ABS(cpu_usage) = 1.5
ABS(exit_code) = 1
ABS(NULL) IS NULL
ABS(-5) = 5
ABS(start_time) = 9007199254740993
ABS(pid - 10) < 3
MIN(pid, ppid) = 1
MAX(pid, ppid, 5) = 12
MIN(pid, NULL) IS NULL
MAX(name, command_line) = 'a'
MIN(name, 'b') = 'a'
MAX(cpu_usage, 0.75) = 0.75
MIN(time, start_time) > 0
MAX('a', 'B') = 'a'
UPPER(name || 'x') = 'ABX'
UPPER(SUBSTR(name, 1, 1)) || SUBSTR(name, 2) = 'Ab'
LOWER(TRIM(name)) = '12'
'a' IN args
'c' IN args
'a' NOT IN args
'c' NOT IN args
NULL IN args
NULL NOT IN args
name IN args
name NOT IN args
command_line IN args
user_name IN args
12 IN args
pid IN args
LOWER('A') IN args
'/sbin/init' IN ancestors
'/SBIN/INIT' IN ancestors
('a' IN args) = 1
('a' IN args) IS NULL
'a' IN args AND 'b' IN args
NOT 'a' IN args
CAST(12 AS TEXT) IN args
CAST('7' AS INTEGER) IN args
pid IN ancestors
`
  .trim()
  .split('\n');
