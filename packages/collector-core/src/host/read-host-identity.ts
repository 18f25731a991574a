import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { HostIdentity } from './host-identity.ts';

/** Where to read the identity from; the defaults are the machine's own files. */
export interface HostIdentityOptions {
  /** Name from the configuration; default: the name that the system gives. */
  readonly name?: string | undefined;
  /** Files that may hold the machine id; the first that has one counts. */
  readonly machineIdFiles?: readonly string[];
  readonly bootIdFile?: string;
}

/** A host identity and where it came from. */
export interface ReadHostIdentity extends HostIdentity {
  /** File that held the machine id; null: there was none, and the id is a random one of this run. */
  readonly machineIdFile: string | null;
  /** False when the boot id is a random one of this run. */
  readonly bootIdKnown: boolean;
}

const machineIdPattern = /^[0-9a-f]{32}$/;
const bootIdPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `<name>-<8 hex>`: the name with everything but letters, digits and `_` replaced by `_`, then SHA-256 of machine id and `daemoneye`. */
function hostToken(name: string, machineId: string): string {
  const digest = createHash('sha256').update(`${machineId}daemoneye`).digest('hex');
  return `${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}-${digest.slice(0, 8)}`;
}

/**
 * Who this host is. Never throws. Without a machine id the token is of this run only: one made from the name would be shared by all
 * containers of one image, and two hosts under one token would overwrite each other's keys. A machine id that is not 32 hex digits
 * (systemd writes `uninitialized` into images) counts as missing.
 */
export function readHostIdentity(options: HostIdentityOptions = {}): ReadHostIdentity {
  const files = options.machineIdFiles ?? ['/etc/machine-id', '/var/lib/dbus/machine-id'];
  const found = firstMatch(files, machineIdPattern);
  const boot = firstMatch([options.bootIdFile ?? '/proc/sys/kernel/random/boot_id'], bootIdPattern);
  const name = options.name ?? (hostname() || 'localhost');
  return {
    token: hostToken(name, found?.text ?? randomUUID()),
    name,
    bootId: boot?.text ?? randomUUID(),
    machineIdFile: found?.file ?? null,
    bootIdKnown: boot !== null,
  };
}

function firstMatch(
  files: readonly string[],
  pattern: RegExp,
): { file: string; text: string } | null {
  for (const file of files) {
    const text = readText(file);
    if (text !== null && pattern.test(text)) return { file, text };
  }
  return null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'latin1').trim();
  } catch {
    // A file that is missing or closed to us is the documented case of "no id".
    return null;
  }
}
