/**
 * A number that can be changed where it stands: a small button that becomes a field. The field closes when it is left
 * with a valid number, and stays, saying why, when it is not.
 */
import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { NumberField, VisuallyHidden } from '@/ui';
import { weight } from './model/format';
import partsCss from './parts.module.css';

export interface EditableNumberProps {
  /** What the number is, for screen readers: `weight 1 → 2 of hidden`. */
  label: string;
  value: number;
  onChange(value: number): void;
  /** The number differs from what the run has. */
  edited: boolean;
  editedLabel: string;
  style?: CSSProperties;
  className?: string;
  mark?: 'focus' | 'related' | undefined;
  node?: number;
  element?: number;
  prefix?: string;
  /** The number after the update, once it is known. */
  after?: number | null;
  /** How much room there is, for the styles of the class. */
  size?: string;
  onHover?(inside: boolean): void;
  /** Called when the number is chosen, before it is edited. */
  onOpen?(): void;
}

export function EditableNumber(props: EditableNumberProps) {
  const {
    label,
    value,
    onChange,
    edited,
    editedLabel,
    style,
    className,
    mark,
    node,
    element,
    prefix,
    after = null,
    size,
    onHover,
    onOpen,
  } = props;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const returning = useRef(false);

  useLayoutEffect(() => {
    if (open) box.current?.querySelector('input')?.focus();
    else if (returning.current) button.current?.focus();
    returning.current = false;
  }, [open]);

  /** The field itself decides whether what was typed is valid; look once it has. */
  const closeUnlessRefused = (back: boolean) => {
    setTimeout(() => {
      if (box.current?.querySelector('[aria-invalid="true"]')) return;
      returning.current = back;
      setOpen(false);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Escape') closeUnlessRefused(true);
  };
  const state = [className, partsCss.editable, edited ? partsCss.isEdited : ''].filter(Boolean).join(' ');
  if (open) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the field inside.
      <div
        ref={box}
        className={`${state} ${partsCss.isOpen}`}
        style={style}
        onKeyDown={onKeyDown}
        onBlur={() => closeUnlessRefused(false)}
      >
        <NumberField label={label} hideLabel value={value} onChange={onChange} step={0.1} />
      </div>
    );
  }
  return (
    <button
      ref={button}
      type="button"
      className={state}
      style={style}
      data-mark={mark}
      data-size={size}
      data-node={node}
      data-element={element}
      data-value={value}
      title={edited ? editedLabel : undefined}
      onClick={() => {
        // The field takes the focus at once; what else lights up may come a moment later.
        flushSync(() => setOpen(true));
        onOpen?.();
      }}
      onPointerEnter={() => onHover?.(true)}
      onPointerLeave={() => onHover?.(false)}
      onFocus={() => onHover?.(true)}
      onBlur={() => onHover?.(false)}
    >
      <VisuallyHidden>{label}: </VisuallyHidden>
      {prefix !== undefined && <span aria-hidden="true">{prefix}</span>}
      <span className="num">{weight(value)}</span>
      {after !== null && <span className={`num ${partsCss.after}`}> → {weight(after)}</span>}
      {edited && <VisuallyHidden>, {editedLabel}</VisuallyHidden>}
    </button>
  );
}
