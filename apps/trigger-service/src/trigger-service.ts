import type { AppModule, ServiceDefinition, SharedSettings } from '@daemoneye/collector-core';
import { triggerSection } from './config/trigger-settings.ts';
import type { TriggerSettings } from './config/trigger-settings.ts';
import { RuleWatch } from './pipeline/rule-watch.ts';
import { runTriggers } from './pipeline/run-triggers.ts';
import { loadRules } from './rule/load-rules.ts';
import type { RuleState } from './rule/rule-state.ts';

/** The trigger service as a part, and what can be asked of it while it runs. */
export interface TriggerDefinition extends ServiceDefinition {
  /** How every rule of the directory stands; empty before the rules are read. */
  ruleStates(): readonly RuleState[];
}

/**
 * Evaluates rules over the events of all collectors, asks for analyses and publishes alerts. `run` rejects with
 * `RULES_DIRECTORY_MISSING` or `RULES_DIRECTORY_UNREADABLE`.
 */
export const triggerService = {
  name: 'trigger-service',
  section: triggerSection,
  define(settings: TriggerSettings, shared: SharedSettings): TriggerDefinition {
    const { waitMs, dedupMs, republishMs, maxOpen } = settings.alert;
    let watch: RuleWatch | null = null;
    return {
      kind: 'service',
      name: 'trigger-service',
      ruleStates: () => watch?.states ?? [],
      async run(context) {
        const { directory } = shared.rules;
        const rules = await loadRules(directory);
        watch = new RuleWatch(context.log, rules);
        const fields = { directory, rules: rules.rules.length, refused: rules.refused.length };
        context.log.info(fields, 'rules are read');
        await runTriggers(context, {
          rules,
          watch,
          limits: { waitMs, dedupMs, republishMs, maxOpen },
          maxOutstandingAnalyses: settings.maxOutstandingAnalyses,
          windowMaxKeys: settings.windowMaxKeys,
          analysisTimeoutMs: shared.analysis.timeoutMs,
        });
      },
    };
  },
} satisfies AppModule<TriggerSettings>;
