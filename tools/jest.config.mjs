import { preset } from './jest.preset.mjs';

export default { ...preset('tools'), testMatch: ['**/*.test.mjs'], testTimeout: 30_000 };
