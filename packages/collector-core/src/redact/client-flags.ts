/** How a program takes its secret by a short flag. */
export interface ClientFlags {
  /** Flags whose value is the next argument. */
  readonly next?: readonly string[];
  /** Flags whose value stands in the same argument, right behind them. */
  readonly attached?: readonly string[];
  /** Character that parts a public user from the secret in the value; without it all of the value is secret. */
  readonly after?: string;
  /** Word that has to stand before the flag. */
  readonly subcommand?: string;
  /** Whether a bare secret name takes the next argument, as in `set aws_secret_access_key VALUE`. */
  readonly bareNames?: boolean;
}

const mysql: ClientFlags = { attached: ['-p'] };
const mongo: ClientFlags = { next: ['-p'], attached: ['-p'] };
const login: ClientFlags = { next: ['-p'], attached: ['-p'], subcommand: 'login' };
const ldap: ClientFlags = { next: ['-w'], attached: ['-w'] };
const samba: ClientFlags = { next: ['-U', '--user'], attached: ['-U', '--user='], after: '%' };
const sqlServer: ClientFlags = { next: ['-P'], attached: ['-P'] };
const snmp: ClientFlags = { next: ['-A', '-X'], attached: ['-A', '-X'] };
const archive: ClientFlags = { attached: ['-p'] };
const account: ClientFlags = { next: ['-p'] };
const store: ClientFlags = { bareNames: true };

/** Flags by the name of the program. Long flags with a telling name need no row. */
const clients: ReadonlyMap<string, ClientFlags> = new Map([
  ...['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mysqlshow', 'mysqlcheck'].map(row(mysql)),
  ...['mariadb', 'mariadb-dump', 'mariadb-admin'].map(row(mysql)),
  ...['mongo', 'mongosh', 'mongodump', 'mongorestore', 'mongoexport'].map(row(mongo)),
  ...['docker', 'podman', 'nerdctl', 'buildah', 'skopeo', 'helm'].map(row(login)),
  ...['ldapsearch', 'ldapadd', 'ldapmodify', 'ldapdelete', 'ldappasswd', 'ldapwhoami'].map(
    row(ldap),
  ),
  ...['smbclient', 'rpcclient', 'smbmap', 'net'].map(row(samba)),
  ...['sqlcmd', 'bcp', 'ipmitool', 'zip', 'unzip'].map(row(sqlServer)),
  ...['snmpget', 'snmpwalk', 'snmpset'].map(row(snmp)),
  ...['7z', '7za', '7zr'].map(row(archive)),
  ...['useradd', 'usermod'].map(row(account)),
  ...['aws', 'npm', 'yarn', 'nmcli'].map(row(store)),
  ['rar', { attached: ['-hp', '-p'] }],
  ['unrar', { attached: ['-p'] }],
  ['sshpass', { next: ['-p'], attached: ['-p'] }],
  ['redis-cli', { next: ['-a'] }],
  ['ssh-keygen', { next: ['-N', '-P'] }],
  ['openssl', { next: ['-k', '-K'] }],
  ['lftp', { next: ['-u'], attached: ['-u'], after: ',' }],
  ['xfreerdp', { attached: ['/p:'] }],
  [
    'curl',
    {
      next: ['-u', '--user', '-U', '--proxy-user'],
      attached: ['-u', '--user=', '-U', '--proxy-user='],
      after: ':',
    },
  ],
]);

function row(flags: ClientFlags): (program: string) => [string, ClientFlags] {
  return (program) => [program, flags];
}

/** Programs that run another one named in their arguments. */
const wrappers = new Set(
  (
    'sudo doas env nice ionice nohup timeout time exec setsid stdbuf strace ltrace chroot docker podman kubectl nsenter ' +
    'unshare runuser su xargs busybox command watch systemd-run sshpass proxychains proxychains4 ssh'
  ).split(' '),
);

/** Last part of a path. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Flags of the program that an argument names; undefined when it is not a known client. */
export function clientOf(argument: string): ClientFlags | undefined {
  return clients.get(baseName(argument));
}

/** Whether the program that an argument names runs another one. */
export function isWrapper(argument: string): boolean {
  return wrappers.has(baseName(argument));
}
