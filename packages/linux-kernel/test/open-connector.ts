import { ProcConnector } from '../src/netlink/proc-connector.ts';

/** Prints, as JSON, why the connector does not open; closes it when it does. */
const opened = await ProcConnector.open({ receiveBufferBytes: 1_048_576 });
if (opened.kind === 'open') opened.connector.close();
process.stdout.write(JSON.stringify(opened.kind === 'open' ? { kind: 'open' } : opened));
