/** Whether this is Linux; elsewhere everything here answers `unsupported`. */
export const isLinux = process.platform === 'linux';

/** Name of the platform, as Node says it. */
export const platformName: NodeJS.Platform = process.platform;
