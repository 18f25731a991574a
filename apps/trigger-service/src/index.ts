export type { TriggerSettings } from './config/trigger-settings.ts';
export { loadRules } from './rule/load-rules.ts';
export type { RuleRefusal } from './rule/rule-refusal.ts';
export type { RuleState, RuleStateName } from './rule/rule-state.ts';
export type { Rule, RuleSet } from './rule/rule.ts';
export { starterRulesDirectory } from './starter-rules.ts';
export { triggerService } from './trigger-service.ts';
export type { TriggerDefinition } from './trigger-service.ts';
