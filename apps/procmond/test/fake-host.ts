import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recorded = fileURLToPath(new URL('fixtures/host', import.meta.url));

/** What a made-up process has in /proc; without `addresses` the reader lacks ptrace permission on it. */
export interface FakeProcess {
  readonly comm: string;
  readonly ppid?: number;
  readonly startTicks: number;
  readonly cpuTicks?: number;
  readonly vsize?: number;
  readonly addresses?: number;
  readonly state?: string;
  readonly flags?: number;
  readonly args?: readonly string[];
  readonly exe?: string;
  readonly uid?: number;
}

/** One argument of a fixture: `\xNN` stands for a byte, `\n` for a newline. */
function argumentBytes(line: string): Buffer {
  const text = line.replace(/\\n/g, '\n');
  const parts = text.split(/(\\x[0-9a-f]{2})/);
  return Buffer.concat(
    parts.map((part) =>
      /^\\x[0-9a-f]{2}$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part),
    ),
  );
}

/** A directory that stands for the root of a host, under a temporary directory. */
export class FakeHost {
  readonly root = mkdtempSync(join(tmpdir(), 'host-'));
  readonly procRoot = join(this.root, 'proc');

  /** The recorded host: `args` become `cmdline`, `links` become symbolic links, `{host}` its root. */
  static recorded(): FakeHost {
    const host = new FakeHost();
    cpSync(recorded, host.root, { recursive: true });
    for (const pid of readdirSync(host.procRoot).filter((name) => /^\d+$/.test(name))) {
      const lines = (file: string) =>
        readFileSync(join(host.procRoot, pid, file), 'utf8')
          .split('\n')
          .filter((_, index, all) => index < all.length - 1);
      const args = lines('args').flatMap((line) => [argumentBytes(line), Buffer.of(0)]);
      writeFileSync(join(host.procRoot, pid, 'cmdline'), Buffer.concat(args));
      for (const line of lines('links')) {
        const blank = line.indexOf(' ');
        host.#link(Number(pid), line.slice(0, blank), line.slice(blank + 1));
      }
    }
    host.#own();
    const mounts = join(host.procRoot, 'self/mountinfo');
    writeFileSync(mounts, readFileSync(mounts, 'utf8').replaceAll('{host}', host.root));
    return host;
  }

  /** A host without processes. */
  static empty(): FakeHost {
    const host = FakeHost.recorded();
    for (const pid of readdirSync(host.procRoot)) if (/^\d+$/.test(pid)) host.remove(Number(pid));
    return host;
  }

  /** Adds a process or writes its files anew. */
  put(pid: number, given: FakeProcess): void {
    const {
      comm,
      ppid = 1,
      startTicks,
      cpuTicks = 0,
      vsize = 1000,
      state = 'S',
      flags = 0,
    } = given;
    const [a, uid] = [given.addresses ?? 0, given.uid ?? 1000];
    const directory = join(this.procRoot, String(pid));
    mkdirSync(directory, { recursive: true });
    const zeros = (count: number) => Array.from({ length: count }, () => '0').join(' ');
    const head = `${pid} (${comm}) ${state} ${ppid} ${pid} ${pid} 0 -1 ${flags} ${zeros(4)}`;
    const times = `${cpuTicks} 0 0 0 20 0 1 0 ${startTicks} ${vsize} 10 0`;
    const stat = `${head} ${times} ${a} ${a} ${a} ${zeros(16)} ${a} ${a} ${a} ${zeros(5)}\n`;
    writeFileSync(join(directory, 'stat'), stat);
    const ids = `${uid}\t${uid}\t${uid}\t${uid}`;
    writeFileSync(join(directory, 'status'), `Name:\t${comm}\nUid:\t${ids}\nGid:\t${ids}\n`);
    writeFileSync(join(directory, 'cgroup'), '0::/init.scope\n');
    const args = (given.args ?? []).map((arg) => `${arg}\0`);
    writeFileSync(join(directory, 'cmdline'), args.join(''));
    rmSync(join(directory, 'exe'), { force: true });
    if (given.exe !== undefined) this.#link(pid, 'exe', given.exe);
  }

  /** Sets the time since boot to so much after the recording. */
  setUptimeSince(ms: number): void {
    const seconds = (2102.89 + ms / 1000).toFixed(2);
    writeFileSync(join(this.procRoot, 'uptime'), `${seconds} 0.00\n`);
  }

  remove(pid: number): void {
    rmSync(join(this.procRoot, String(pid)), { recursive: true });
  }

  /** Deletes the host. */
  delete(): void {
    rmSync(this.root, { recursive: true });
  }

  #link(pid: number, name: string, target: string): void {
    const path = join(this.procRoot, String(pid), name);
    if (!existsSync(path)) symlinkSync(target.replace('{host}', this.root), path);
  }

  /** The auxiliary vector of the reader itself, in the layout of this machine: a page has 4 096 bytes. */
  #own(): void {
    const vector = Buffer.alloc(32);
    const write = (value: bigint, offset: number): void => {
      if (endianness() === 'LE') vector.writeBigUInt64LE(value, offset);
      else vector.writeBigUInt64BE(value, offset);
    };
    write(6n, 0);
    write(4_096n, 8);
    writeFileSync(join(this.procRoot, 'self/auxv'), vector);
  }
}
