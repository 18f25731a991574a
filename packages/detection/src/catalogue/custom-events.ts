import { required } from './column.ts';
import { envelope } from './envelope.ts';

/** `custom_events`: what collectors of third parties tell, under event types of their own. */
export const customEvents = {
  ...envelope,
  values: required(
    'text',
    'The values of the event, a JSON object; whole numbers past 2^53 are texts in it.',
  ),
} as const;
