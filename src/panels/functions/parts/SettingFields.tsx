/** The settings of one function as sliders and switches; what is changed goes into the address. */
import { type Setting, saidAs, type Values } from '../model/settings';
import { useNames } from '../names';
import { functionsState, type TabId } from '../state';
import classes from './parts.module.css';
import { RangeField } from './RangeField';

interface SettingFieldsProps {
  tab: TabId;
  kind: string;
  settings: readonly Setting[];
  values: Values;
}

export function SettingFields({ tab, kind, settings, values }: SettingFieldsProps) {
  const names = useNames();
  return settings.map((setting) => {
    const { name } = setting;
    const set = (value: number | boolean) => functionsState.patch(tab, { [`${kind}.${name}`]: saidAs(setting, value) });
    if (setting.type === 'switch') {
      return (
        <label key={name} className={classes.check}>
          <input
            type="checkbox"
            id={`setting-${name}`}
            checked={values[name] === true}
            onChange={(event) => set(event.target.checked)}
          />
          {names.setting(name)}
        </label>
      );
    }
    return (
      <RangeField
        key={`${kind}.${name}`}
        id={`setting-${name}`}
        label={names.setting(name)}
        value={Number(values[name])}
        onChange={set}
        min={setting.min}
        max={setting.max}
        least={setting.least}
        most={setting.most}
        integer={setting.integer}
        log={setting.log}
      />
    );
  });
}
