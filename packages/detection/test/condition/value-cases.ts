/** Written by hand, each to meet one rule of values: arithmetic, BETWEEN, CASE, CAST. */
export const valueCases = String.raw`
pid + 1 = 13
pid - 1 = 11
pid * 2 = 24
pid / 5 = 2
pid % 5 = 2
-7 / 2 = -3
-7 % 2 = -1
7 % -2 = 1
7 / -2 = -3
pid / 0 IS NULL
pid % 0 IS NULL
cpu_usage / 0 IS NULL
5 / 2 = 2
5 / 2.0 = 2.5
5.0 / 2 > 2
cpu_usage / 2 = 0.5
pid / 2.0 > 5.9
5.5 % 2 = 1
cpu_usage % 2 = 1
-5.5 % 2.9 = -1
cpu_usage % 0.5 IS NULL
pid + ppid > 12
pid + NULL IS NULL
ppid - pid < 0
1 + 2 * 3 = 7
(1 + 2) * 3 = 9
10 - 4 - 3 = 3
100 / 10 / 5 = 2
7 - 2 * 3 = 1
2 * 3 % 4 = 2
8 / 4 * 2 = 4
pid + 1
pid - 12
NOT pid - 12
- pid = -12
- - 1 = 1
-(pid + 1) = -13
- cpu_usage = -1.0
1 - -1 = 2
pid -1 = 11
-pid + 12 = 0
-pid % 5 = -2
(pid = 12) + (ppid = 1) = 2
is_memfd + is_memfd = 2
start_time - 1 = 9007199254740992
start_time + 1 > start_time
time - start_time > 0
start_time * 2 = 18014398509481986
start_time / 2 = 4503599627370496
start_time % 10 = 3
9007199254740991 + 1 = 9007199254740992
9007199254740993 - 1 = 9007199254740992
3037000499 * 3037000499 = 9223372030926249001
start_time / -1 < 0
pid + 1 = '13'
cpu_usage + 1 = 2
cpu_usage + pid > 12.5
cpu_usage * 2 = 2.0
pid * 1.0 / 5 = 2.4
1e308 * 10 > 1e308
1e308 * 10 - 1e308 * 10 IS NULL
pid + 1 BETWEEN 2 AND 13
pid BETWEEN 1 AND 12
pid NOT BETWEEN 1 AND 12
pid BETWEEN 12 AND 1
pid BETWEEN NULL AND 5
pid NOT BETWEEN NULL AND 5
pid BETWEEN 5 AND NULL
ppid BETWEEN 0 AND 100
NOT ppid BETWEEN 0 AND 100
name BETWEEN 'a' AND 'b'
name NOT BETWEEN 'A' AND 'Z'
pid BETWEEN '1' AND '12'
12 BETWEEN pid AND 100
'12' BETWEEN pid AND pid
pid BETWEEN 1 AND 12 AND ppid = 1
pid BETWEEN 1 AND 12 OR ppid = 12
NULL BETWEEN 1 AND 2
1 BETWEEN 0 AND 2
(pid BETWEEN 1 AND 2) BETWEEN 0 AND 0
name BETWEEN 1 AND 13
cpu_usage BETWEEN 0.5 AND 1
time BETWEEN 1767323045000000006 AND 1767323045000000006
name || 'x' = 'ax'
name || command_line = 'aA'
pid || '' = '12'
pid || 'x' || ppid = '12x1'
name || NULL IS NULL
'a' || 'b' = 'ab'
1 || 2 = '12'
1 || 2 = 12
-1 || 'x' = '-1x'
(pid || name) LIKE '12a'
pid || name LIKE '12%'
LENGTH(name || command_line) = 2
name || 'b' IN ('ab')
is_memfd || '' = '1'
(pid = 12) || '' = '1'
time || '' = '1767323045000000006'
args || 'x' = '["a","b"]x'
CASE WHEN pid = 12 THEN 1 ELSE 0 END
CASE WHEN ppid THEN 1 END IS NULL
CASE WHEN NULL THEN 1 ELSE 2 END = 2
CASE WHEN pid > 5 THEN 'big' WHEN pid > 0 THEN 'small' ELSE 'none' END = 'small'
CASE pid WHEN 12 THEN 'a' WHEN 1 THEN 'b' END = 'a'
CASE pid WHEN '12' THEN 1 END = 1
CASE LENGTH(name) WHEN '1' THEN 1 ELSE 0 END = 0
CASE NULL WHEN NULL THEN 1 ELSE 0 END = 0
CASE ppid WHEN NULL THEN 1 ELSE 0 END
CASE name WHEN 'a' THEN command_line ELSE name END = 'A'
CASE name WHEN 12 THEN 1 END
CASE WHEN name IS NULL THEN NULL ELSE pid END
CASE WHEN pid THEN name END = 'a'
CASE CASE WHEN pid = 12 THEN 1 END WHEN 1 THEN 'x' END = 'x'
CASE pid = 12 WHEN ppid = 1 THEN 1 END
CASE WHEN pid = 12 THEN pid END = '12'
CASE 1 WHEN 1 THEN 'a' END = 'a'
CASE pid WHEN 12 THEN 1.5 ELSE 2.5 END = 1.5
CASE WHEN 0 THEN 'x' END IS NULL
NOT CASE WHEN pid = 12 THEN 0 END
CAST(pid AS TEXT) = '12'
CAST(pid AS TEXT) = 12
CAST(name AS INTEGER) = 12
CAST(name AS INTEGER) = '12'
CAST(command_line AS INTEGER) = 12
CAST(command_line AS REAL) = 12
CAST(' +7x' AS INTEGER) = 7
CAST('1e2' AS INTEGER) = 1
CAST('1e2' AS REAL) = 100
CAST('-.5e1z' AS REAL) = -5
CAST('.' AS REAL) = 0
CAST('x' AS INTEGER) = 0
CAST('' AS INTEGER) = 0
CAST('99999999999999999999' AS INTEGER) = 9223372036854775807
CAST('-99999999999999999999' AS INTEGER) = -9223372036854775808
CAST(12.9 AS INTEGER) = 12
CAST(-12.9 AS INTEGER) = -12
CAST(1e300 AS INTEGER) = 9223372036854775807
CAST(-1e300 AS INTEGER) = -9223372036854775808
CAST(1e17 AS INTEGER) = 100000000000000000
CAST(cpu_usage AS INTEGER) = 1
CAST(cpu_usage AS INTEGER) / 2 = 0
CAST(pid AS REAL) / 5 = 2.4
CAST(pid AS INTEGER) = '12'
CAST(NULL AS TEXT) IS NULL
CAST(name AS TEXT) = 12
CAST(time AS REAL) > 1.7e18
CAST('1' AS TEXT) = 1
CAST('1' AS INTEGER) = '1'
12 = CAST('12' AS TEXT)
name = CAST(12 AS INTEGER)
CAST(12 AS TEXT) IN (12)
CAST((pid = 12) AS TEXT) = '1'
pid + 1 > 2 AND ppid * 2 < 10 OR name || 'x' = 'ax'
1 + 1 = 2 AND pid
(1 OR pid) = 1
(0 OR pid) = 1
(1 AND pid) = 12
(NULL OR pid)
(NULL AND pid)
NOT (NULL AND 0)
NOT (1 AND 0 OR NULL)
(2 AND 3) = 1
pid = 12 AND 1
pid = 12 OR 0
`
  .trim()
  .split('\n');
