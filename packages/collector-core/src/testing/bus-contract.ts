import { describe } from '@jest/globals';
import type { MakeBus } from './bus-contract/bus-under-test.ts';
import { describeClose } from './bus-contract/close-contract.ts';
import { describeConsumers } from './bus-contract/consumer-contract.ts';
import { describeDeliveries } from './bus-contract/delivery-contract.ts';
import { describeKeyValue } from './bus-contract/key-value-contract.ts';
import { describePublish } from './bus-contract/publish-contract.ts';
import { describeSubjects } from './bus-contract/subject-contract.ts';
import { describeSubscriptions } from './bus-contract/subscription-contract.ts';

/**
 * The promises of `EventBus`, as tests that every adapter runs. `makeBus` gives each case a bus of its own; a case takes a few round
 * trips, those about time also the spans that the bus under test names.
 */
export function describeBusContract(name: string, makeBus: MakeBus): void {
  describe(`${name} keeps the bus contract`, () => {
    describeSubjects(makeBus);
    describeSubscriptions(makeBus);
    describePublish(makeBus);
    describeConsumers(makeBus);
    describeDeliveries(makeBus);
    describeKeyValue(makeBus);
    describeClose(makeBus);
  });
}
