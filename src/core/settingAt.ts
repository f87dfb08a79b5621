/** Which setting a schema refused. */
import type { z } from 'zod';

/** Name of the outermost setting the first issue is about: one that is unknown, or one out of range. */
export function settingAt({ issues: [issue] }: z.ZodError): string {
  const [outermost] = issue.path;
  return String(outermost ?? (issue.code === 'unrecognized_keys' ? issue.keys[0] : ''));
}
