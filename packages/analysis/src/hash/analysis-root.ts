import { DeyeError } from '@daemoneye/collector-core';
import { parseUntrustedPath } from '@daemoneye/linux-kernel';

/** A directory below which tasks may name free paths. */
export interface AnalysisRoot {
  readonly directory: string;
  readonly components: readonly string[];
}

/** A path that a root allows: `below` is absolute with the root as `/`. */
export interface AllowedPath {
  readonly directory: string;
  readonly below: string;
}

/** Reads `analysis.roots`, the longest first. Throws `CONFIG_INVALID_VALUE` for one that is relative or has `..`. */
export function parseRoots(roots: readonly string[]): readonly AnalysisRoot[] {
  return roots
    .map((directory) => {
      const components = /^\/+$/.test(directory) ? [] : parseUntrustedPath(directory);
      if (components === null)
        throw new DeyeError(
          'CONFIG_INVALID_VALUE',
          `analysis.roots: "${directory}" is not absolute`,
        );
      return { directory: `/${components.join('/')}`, components };
    })
    .toSorted((a, b) => b.components.length - a.components.length);
}

/** The root that allows a path, decided on the text alone: nothing is looked up; null when none does. */
export function allowPath(path: string, roots: readonly AnalysisRoot[]): AllowedPath | null {
  const components = parseUntrustedPath(path);
  if (components === null) return null;
  const root = roots.find(
    (each) =>
      each.components.length < components.length &&
      each.components.every((part, i) => part === components[i]),
  );
  if (root === undefined) return null;
  const below = `/${components.slice(root.components.length).join('/')}`;
  return { directory: root.directory, below };
}
