/** What a node of the graph is, in words. For `t` of a `useTranslation` that has `common` first. */
import type { TFunction } from 'i18next';
import type { NodeRole } from '@/engine/protocol';

/** Weights and optimizer values are named by core; one without a word of its own goes by that name. */
export function wordRole(t: TFunction<'common'>, { kind, layer, weight, state }: NodeRole): string {
  return t(`diverged.what.${kind}`, {
    layer,
    weight: t(`diverged.weightNames.${weight as 'kernel'}`, { defaultValue: weight ?? '' }),
    state: t(`diverged.states.${state as 'm'}`, { defaultValue: state ?? '' }),
  });
}
