import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { redactArguments } from '../../src/index.ts';

const s = 'hunter2';
const token = '0123456789abcdefABCDEF';

/** Command lines with the secret `hunter2`, which has to become `***`; nothing else may change. */
const secrets: readonly (readonly string[])[] = [
  ['app', '--password', s],
  ['app', `--password=${s}`],
  ['app', `--password=${s} with ${s}`],
  ['app', '-password', s],
  ['app', '--db-password', s, '--host', 'h'],
  ['app', '--token', s],
  ['app', `--api-key=${s}`],
  ['app', '--apiKey', s],
  ['app', '--client-secret', s],
  ['gpg', '--passphrase', s, '-d', 'f'],
  ['keytool', '-storepass', s],
  ['java', `-Djavax.net.ssl.keyStorePassword=${s}`, '-jar', 'a.jar'],
  ['mysql', '-u', 'root', `-p${s}`, 'db'],
  ['/usr/bin/mysqldump', `-p${s}`],
  ['mariadb', `-p${s}`],
  ['sudo', '-u', 'x', 'mysql', `-p${s}`],
  ['sshpass', '-p', s, 'ssh', 'host'],
  ['sshpass', `-p${s}`, 'ssh', 'host'],
  ['redis-cli', '-a', s, 'ping'],
  ['redis-cli', '--pass', s],
  ['mongo', '-u', 'me', '-p', s],
  ['docker', 'login', '-u', 'me', '-p', s, 'registry.example'],
  ['curl', '-u', `me:${s}`, 'https://h/'],
  ['curl', `-ume:${s}`],
  ['curl', '--user', `me:${s}`],
  ['curl', `--user=me:${s}`],
  ['curl', '--proxy-user', `me:${s}`],
  ['curl', '-H', `Authorization: Bearer ${s}`],
  ['curl', '-H', `authorization: Basic ${s}`],
  ['curl', '-H', `X-Api-Key: ${s}`],
  ['curl', '-H', `Cookie: ${s}`],
  ['curl', '--oauth2-bearer', s],
  ['curl', `https://h/p?a=b&access_token=${s}&c=d`],
  ['curl', '-d', `{"user":"me","password":"${s}","n":1}`],
  ['curl', `https://me:${s}@h/p`],
  ['wget', `--password=${s}`, 'ftp://h'],
  ['wget', '--http-password', s],
  ['psql', `postgresql://me:${s}@h:5432/db`],
  ['psql', `host=h password=${s} dbname=d`],
  ['git', 'clone', `https://:${s}@h/r.git`],
  ['openssl', 'rsa', '-passin', `pass:${s}`],
  ['ldapsearch', '-D', 'cn=x', '-w', s],
  ['smbclient', '-U', `me%${s}`, '//h/s'],
  ['7z', 'x', `-p${s}`, 'a.7z'],
  ['lftp', '-u', `me,${s}`, 'h'],
  ['useradd', '-p', s, 'me'],
  ['ssh-keygen', '-N', s],
  ['nmcli', 'dev', 'wifi', 'connect', 'net', 'password', s],
  ['aws', 'configure', 'set', 'aws_secret_access_key', s],
  ['env', `TOKEN=${s}`, 'app'],
  ['env', `API_KEY=${s}`, `AWS_SECRET_ACCESS_KEY=${s}`, 'app'],
  ['env', `PGPASSWORD=${s} and ${s}`, 'psql'],
  ['env', `MYSQL_PWD=${s}`, 'mysql'],
  ['app', 'Bearer', s],
  ['app', `Bearer ${s}`],
  ['sh', '-c', `mysql -p${s} db | gzip`],
  ['sh', '-c', `TOKEN=${s} app --flag; echo done`],
  ['sh', '-c', `cd /x && curl -u me:${s} h`],
  ['bash', '-lc', `curl -H 'Authorization: Bearer ${s}' https://h`],
  ['bash', '-c', `app --password ${s} --verbose`],
  ['ssh', 'host', `mysql -p${s} db`],
  ['sh', '-c', `ssh h "mysql -p${s} db"`],
];

/** Command lines that hold no secret. */
const ordinary: readonly (readonly string[])[] = [
  [],
  [''],
  ['ls', '-la', '/etc/passwd'],
  ['docker', 'run', '-p', '80:80', 'mysql'],
  ['mkdir', '-p', '/a/b'],
  ['ssh', '-p', '22', 'me@host'],
  ['find', '/', '-name', 'mysql', '-print'],
  ['app', '--password-file', '/run/secrets/p', '--password-stdin'],
  ['psql', '--no-password', 'db'],
  ['ansible', '--ask-become-pass', 'all'],
  ['env', 'PWD=/home/me', 'OLDPWD=/', 'AWS_ACCESS_KEY_ID=AKIA', 'app'],
  ['git', 'clone', 'git@example.org:a/b.git'],
  ['git', 'clone', 'ssh://git@example.org/a/b.git'],
  ['curl', '-u', 'me', 'http://h:80/a@b?x=y:z'],
  ['ssh', '-i', '/home/me/.ssh/key', 'h'],
  ['sh', '-c', "awk '{ print $1 }' < /etc/passwd | sort -u && echo 'a  b'"],
  ['passwd', 'root'],
  ['x', '--max-tokens=5', '--tokenizer', 'bpe', '--keyboard', 'us'],
];

describe('redactArguments', () => {
  test.each(secrets.map((args) => [args]))('masks the secret of %j and nothing else', (args) => {
    const found = redactArguments(args);
    expect(found.join('\n')).not.toContain(s);
    expect(found.map((argument) => argument.replaceAll(/["']/g, ''))).toEqual(
      args.map((argument) => maskedBy(argument)),
    );
  });

  test('masks a token that stands for the user of a URL', () => {
    expect(redactArguments(['git', 'clone', `https://${token}@h/r`])).toEqual([
      'git',
      'clone',
      'https://***@h/r',
    ]);
  });

  test.each(ordinary.map((args) => [args]))('leaves %j', (args) => {
    expect(redactArguments(args)).toEqual(args);
  });

  const fragment = fc.oneof(
    fc.constantFrom(...secrets.flat(), ...ordinary.flat()),
    fc.constantFrom(
      '-c',
      'sh',
      '--password',
      '-p',
      'Bearer',
      '"',
      "'",
      '\\',
      ' ',
      ';',
      '=',
      ':',
      '://',
      '@',
      '&',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const argument = fc.array(fragment, { maxLength: 5 }).map((parts) => parts.join(''));
  const line = fc.array(fc.oneof(fragment, argument), { maxLength: 6 });

  test('is idempotent and keeps the number of arguments', () => {
    fc.assert(
      fc.property(line, (args) => {
        const once = redactArguments(args);
        expect(redactArguments(once)).toEqual(once);
        expect(once).toHaveLength(args.length);
      }),
      { numRuns: 500 },
    );
  });

  test('never shows the secret of a telling flag, whatever the secret and its neighbours are', () => {
    const secret = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .map((text) => `§${text}§`);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ordinary.flat())), secret, (before, text) => {
        const shown = redactArguments([
          ...before,
          '--password',
          text,
          `--token=${text}`,
          `API_KEY=${text}`,
        ]);
        expect(shown.join('\n')).not.toContain(text);
      }),
    );
  });

  test.each([
    ['a=', 32_768],
    ['pass=', 13_107],
    ['x pass=a ', 7_281],
    ['pass:', 13_107],
    ['"', 65_536],
    ["'\\", 32_768],
    ['"\\', 32_768],
    ['a;', 32_768],
    ['://a:', 13_107],
    ['://@', 16_384],
    ['bearer ', 9_362],
    [' ', 65_536],
    ['-', 65_536],
  ])('takes linear time for 64 KiB of %j', (unit, count) => {
    const args = ['sh', '-c', ` ${unit.repeat(count)}`];
    const times = Array.from({ length: 4 }, () => {
      const before = performance.now();
      redactArguments(args);
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

/** The argument with every secret, and what belongs to it, masked; without quotes, which masking may change. */
function maskedBy(text: string): string {
  return text.replaceAll(/hunter2( (with|and) hunter2)?/g, '***').replaceAll(/["']/g, '');
}
