import path from 'node:path';
import protobuf from 'protobufjs';

const protos = path.resolve(import.meta.dirname, '../../../../proto');

/** The wire schema as its files say it, without the code that is made from them. */
export function readSchema(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => path.join(protos, target);
  const names = ['event', 'alert', 'analysis', 'capability', 'detection'];
  return root.loadSync(
    names.map((name) => `daemoneye/v1/${name}.proto`),
    { keepCase: true },
  );
}
