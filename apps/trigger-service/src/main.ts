import { runApp } from '@daemoneye/collector-core';
import { starterRulesDirectory, triggerService } from './index.ts';

if (import.meta.main)
  process.exit(await runApp(triggerService, { rulesDirectory: starterRulesDirectory }));
