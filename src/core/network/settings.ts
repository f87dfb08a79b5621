/** What settings a kind of layer has, asked of its own schema. */
import { LAYERS } from '../layers';

/** Whether layers of a kind have such a setting. */
export function knows(kind: string, setting: string): boolean {
  const issues = LAYERS[kind]?.settings.safeParse({ [setting]: null }).error?.issues ?? [];
  return !issues.some((issue) => issue.code === 'unrecognized_keys');
}
