import { preset } from '../tools/jest.preset.mjs';

// Most of the time is waiting for processes: both cores serve at once.
export default { ...preset('e2e'), maxWorkers: 2 };
