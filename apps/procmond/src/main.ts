import { runApp } from '@daemoneye/collector-core';
import { procmond } from './index.ts';

if (import.meta.main) process.exit(await runApp(procmond));
