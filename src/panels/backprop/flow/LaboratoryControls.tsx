/** Everything that can be changed about a stack. */
import { ACTIVATIONS } from '@/core/activations';
import type { LaboratorySetup } from '@/core/analysis/laboratory';
import { useVocabulary } from '@/state';
import { NumberField } from '@/ui';
import partsCss from '../parts.module.css';
import flowCss from './flow.module.css';
import { DRAWING, initializerSettings } from './settings';
import { changeSetup } from './store';
import { useFlowWords } from './words';

const KINDS = Object.keys(ACTIVATIONS);

/** An initializer with its settings, as the controls hold it. */
export function initializerIn({ initializer }: LaboratorySetup): { kind: string } & Record<string, unknown> {
  return typeof initializer === 'string' ? { kind: initializer } : initializer;
}

function Slider(props: {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  onChange(value: number): void;
}) {
  const { id, label, value, min, max, onChange } = props;
  return (
    <div className={flowCss.slider}>
      <NumberField id={id} label={label} value={value} min={min} max={max} integer onChange={onChange} />
      <input
        type="range"
        aria-label={label}
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}

export function LaboratoryControls({ setup }: { setup: LaboratorySetup }) {
  const words = useFlowWords();
  const vocabulary = useVocabulary();
  const initializer = initializerIn(setup);
  return (
    <div className={flowCss.controls}>
      <Slider
        id="flow-depth"
        label={words('lab.depth')}
        value={setup.depth}
        min={1}
        max={20}
        onChange={(depth) => changeSetup({ depth })}
      />
      <Slider
        id="flow-width"
        label={words('lab.width')}
        value={setup.width}
        min={2}
        max={64}
        onChange={(width) => changeSetup({ width })}
      />
      <label className={flowCss.field}>
        {words('lab.activation')}
        <select
          id="flow-activation"
          className={partsCss.select}
          value={setup.activation}
          onChange={(event) => changeSetup({ activation: event.target.value })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {vocabulary.name('activation', kind)}
            </option>
          ))}
        </select>
      </label>
      <label className={flowCss.field}>
        {words('lab.initializer')}
        <select
          id="flow-initializer"
          className={partsCss.select}
          value={initializer.kind}
          onChange={(event) => changeSetup({ initializer: { kind: event.target.value } })}
        >
          {DRAWING.map((kind) => (
            <option key={kind} value={kind}>
              {vocabulary.name('initializer', kind)}
            </option>
          ))}
        </select>
      </label>
      {initializerSettings(initializer.kind).map(({ name, first, min, max }) => {
        const given = initializer[name];
        return (
          <NumberField
            key={`${initializer.kind} ${name}`}
            id={`flow-initializer-${name}`}
            label={vocabulary.setting(name)}
            value={typeof given === 'number' ? given : first}
            min={min}
            max={max}
            step={0.05}
            onChange={(value) => changeSetup({ initializer: { ...initializer, [name]: value } })}
          />
        );
      })}
      <div className={flowCss.biases}>
        <label className={flowCss.check}>
          <input
            id="flow-use-bias"
            type="checkbox"
            checked={setup.useBias}
            onChange={(event) => changeSetup({ useBias: event.target.checked })}
          />
          {words('lab.useBias')}
        </label>
        {setup.useBias && (
          <NumberField
            id="flow-bias"
            label={words('lab.bias')}
            value={setup.bias}
            min={-100}
            max={100}
            step={0.5}
            onChange={(bias) => changeSetup({ bias })}
          />
        )}
      </div>
      <NumberField
        id="flow-steps"
        label={words('lab.steps')}
        value={setup.steps}
        min={0}
        max={50}
        integer
        onChange={(steps) => changeSetup({ steps })}
      />
      {setup.steps > 0 && (
        <NumberField
          id="flow-rate"
          label={words('lab.rate')}
          value={setup.learningRate}
          min={0}
          max={1000}
          step="log"
          onChange={(learningRate) => changeSetup({ learningRate })}
        />
      )}
      <NumberField
        id="flow-seed"
        label={words('lab.seed')}
        value={setup.seed}
        min={0}
        max={1e9}
        integer
        onChange={(seed) => changeSetup({ seed })}
      />
    </div>
  );
}
