import { describe, test } from '@jest/globals';
import { onBus } from './bus-contract/bus-under-test.ts';
import type { ContractCases, MakeBus } from './bus-contract/bus-under-test.ts';
import { closeCases } from './bus-contract/close-contract.ts';
import { consumerCases } from './bus-contract/consumer-contract.ts';
import { deliveryCases, workQueueCases } from './bus-contract/delivery-contract.ts';
import { keyValueCases } from './bus-contract/key-value-contract.ts';
import { lastOnCases, publishCases } from './bus-contract/publish-contract.ts';
import { describeSubjects } from './bus-contract/subject-contract.ts';
import { subscriptionCases } from './bus-contract/subscription-contract.ts';

const groups: readonly (readonly [string, ContractCases])[] = [
  ['subscriptions', subscriptionCases],
  ['publish', publishCases],
  ['lastOn', lastOnCases],
  ['consumers', consumerCases],
  ['deliveries', deliveryCases],
  ['the work queue', workQueueCases],
  ['keyValue', keyValueCases],
  ['close', closeCases],
];

/**
 * The promises of `EventBus`, as tests that every adapter runs. `makeBus` gives each case a bus of its own; a case takes a few round
 * trips, those about time also the spans that the bus under test names.
 */
export function describeBusContract(name: string, makeBus: MakeBus): void {
  describe(`${name} keeps the bus contract`, () => {
    describeSubjects(makeBus);
    describe.each(groups)('%s', (_, cases) => {
      test.each(Object.entries(cases))('%s', (__, run) => onBus(makeBus, run)());
    });
  });
}
