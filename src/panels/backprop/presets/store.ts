/** What the examples keep: which explanations were put away, and which model of one's own was open last. */
import { create } from 'zustand';
import type { TemplateId } from '@/core/network/templates';
import { readStored, writeStored } from '@/state/storage';

/** Networks one trains and changes, beside the worked examples. */
export const MODELS = ['xor', 'mnist-mlp', 'mnist-cnn', 'mnist-cnn-bn'] as const satisfies readonly TemplateId[];
export type Model = (typeof MODELS)[number];

const KEY = 'stepper/presets/1';

interface Presets {
  /** Examples whose explanation is not shown. */
  hidden: readonly string[];
  /** The model stepped last. */
  model: Model | null;
}

function kept(): Presets {
  const stored = readStored(KEY) as { hidden?: unknown; model?: unknown } | null;
  const hidden = Array.isArray(stored?.hidden) ? stored.hidden.filter((id) => typeof id === 'string') : [];
  return { hidden, model: MODELS.find((model) => model === stored?.model) ?? null };
}

export const usePresets = create<Presets>()(kept);
usePresets.subscribe((state) => writeStored(KEY, state));

/** Puts an example's explanation away, or shows it again. */
export function showLesson(id: string, shown: boolean): void {
  const others = usePresets.getState().hidden.filter((other) => other !== id);
  usePresets.setState({ hidden: shown ? others : [...others, id] });
}

/** Notes what is stepped; a worked example is no model of one's own. */
export function noteModel(template: string): void {
  const model = MODELS.find((one) => one === template);
  if (model !== undefined && usePresets.getState().model !== model) usePresets.setState({ model });
}
