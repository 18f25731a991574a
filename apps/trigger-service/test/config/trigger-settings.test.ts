import { describe, expect, test } from '@jest/globals';
import { triggerSection } from '../../src/config/trigger-settings.ts';

describe('triggerSection', () => {
  test('fills in the defaults', () => {
    expect(triggerSection.schema.parse({})).toEqual({
      enabled: true,
      alert: { waitMs: 2_000, dedupMs: 300_000, republishMs: 10_000, maxOpen: 4_096 },
      maxOutstandingAnalyses: 256,
      windowMaxKeys: 100_000,
    });
  });

  test('takes a part and leaves the rest at its defaults', () => {
    expect(triggerSection.schema.parse({ alert: { waitMs: 0 } })).toMatchObject({
      alert: { waitMs: 0, dedupMs: 300_000 },
    });
  });

  test.each([
    { alert: { waitMs: -1 } },
    { alert: { waitMs: '2s' } },
    { alerts: {} },
    { enabled: 'yes' },
  ])('refuses %j', (section) => {
    expect(triggerSection.schema.safeParse(section).success).toBe(false);
  });
});
