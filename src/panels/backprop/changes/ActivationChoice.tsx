/** The activation of a layer, to try another in its place. */
import { ACTIVATIONS } from '@/core/activations';
import { tryActivation } from '../actions';
import { useSession } from '../session';
import { useWords } from '../words';
import changesCss from './changes.module.css';
import { useOwnActivation } from './own';

export function ActivationChoice({ layer, id }: { layer: string; id?: string }) {
  const words = useWords();
  const own = useOwnActivation(layer);
  const tried = useSession((s) => s.overrides.activations[layer]);
  if (own === null) return null;
  return (
    <label className={changesCss.activation} data-edited={tried !== undefined}>
      <span className="ui-hidden">{words('edit.activation', { layer })}</span>
      <select
        id={id}
        value={tried ?? own}
        title={words('edit.activation', { layer })}
        onChange={(event) => tryActivation(layer, event.target.value, own)}
      >
        {Object.keys(ACTIVATIONS).map((kind) => (
          <option key={kind} value={kind}>
            {words(`op.${kind}`)}
          </option>
        ))}
      </select>
    </label>
  );
}
