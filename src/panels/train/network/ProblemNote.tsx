/** What is wrong, said where it is wrong, with a button that mends it; what ran before goes on running meanwhile. */
import { useTranslation } from 'react-i18next';
import type { NetworkSpec } from '@/core/network/spec';
import { type Problem, validateNetwork } from '@/core/network/validate';
import { documentStore, useDocument, useRun } from '@/state';
import { Button, writeNumber } from '@/ui';
import { differences, layerFields, pairText, settingsOf } from './layerFields';
import classes from './network.module.css';
import { useNames } from './useNames';

export function ProblemNote({ problem }: { problem: Problem }) {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const words = useProblemWords();
  const running = useRun((state) => state.progress !== null && state.status !== 'error');
  const { fix } = problem;
  // Of all windows that would fit, the fix takes the largest with which the whole network can be built.
  const windowTooLarge = problem.code === 'kernelTooLarge' || problem.code === 'poolTooLarge';
  const largest = windowTooLarge && fix !== null && validateNetwork(fix).length === 0;
  return (
    <div className={classes.problem} role="alert">
      <p>{words.problem(problem, network)}</p>
      {fix && (
        <Button
          id={`fix-${problem.layer ?? 'network'}`}
          onClick={() => documentStore.update((document) => ({ ...document, network: fix }))}
        >
          {words.fix(problem, network, fix)}
        </Button>
      )}
      {largest && <p className={classes.meanwhile}>{t('network.largest')}</p>}
      {running && <p className={classes.meanwhile}>{t('network.meanwhile')}</p>}
    </div>
  );
}

function useProblemWords() {
  const { t, i18n } = useTranslation('train');
  const names = useNames();
  /** The name of a setting within a sentence. */
  const settingName = (name: string) => names.setting(name).toLocaleLowerCase(i18n.language);
  const layerIn = ({ layers }: NetworkSpec, id: string | null) => layers.find((layer) => layer.id === id);
  /** A value as its field shows it. */
  const valueText = (value: unknown): string => {
    if (Array.isArray(value)) return pairText(value) ?? JSON.stringify(value);
    return typeof value === 'number' ? writeNumber(value) : names.choice(String(value));
  };

  /** A setting out of its range: how far it may go, where there is a number to say. */
  function settingProblem(network: NetworkSpec, id: string | null, setting: string): string {
    const layer = layerIn(network, id);
    const value = layer && settingsOf(layer)[setting];
    const field = layer && layerFields(layer.kind).find(({ name }) => name === setting);
    const what = { layer: id, setting: settingName(setting), value: valueText(value) };
    if (value === undefined) return t('problem.layerSettingMissing', what);
    if (!field || field.type === 'choice') return t('problem.layerSetting', what);
    const numbers = [value].flat().map(Number);
    const { min, max } = field;
    if (min !== undefined && numbers.some((number) => number < min)) {
      return t('problem.layerSettingLeast', { ...what, least: writeNumber(min) });
    }
    if (max !== undefined && numbers.some((number) => number > max)) {
      return t('problem.layerSettingMost', { ...what, most: writeNumber(max) });
    }
    return t('problem.layerSetting', what);
  }

  return {
    problem({ code, layer, setting, params }: Problem, network: NetworkSpec): string {
      if (code === 'layerSetting' && setting !== null) return settingProblem(network, layer, setting.split('.')[0]);
      const kind = names.layer(layerIn(network, layer)?.kind ?? '');
      const what = { ...params, layerKind: kind };
      return t(`problem.${code}` as 'problem.other', { defaultValue: t('problem.other', what), ...what });
    },
    /** What the fix does, where it is one setting of the layer. */
    fix({ layer }: Problem, network: NetworkSpec, fix: NetworkSpec): string {
      const before = layerIn(network, layer);
      const after = layerIn(fix, layer);
      const changes = before && after ? differences(before, after) : [];
      if (changes.length !== 1 || changes[0].value === undefined) return t('network.fix');
      const [{ setting, value }] = changes;
      return t('network.fixSetting', { setting: settingName(setting), value: valueText(value) });
    },
  };
}
