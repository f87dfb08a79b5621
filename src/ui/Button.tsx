/** Buttons: one with words, and one that is only a picture and therefore carries its name and a tooltip. */
import { Tooltip } from '@mantine/core';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one thing to do here. `quiet`: without a border. */
  variant?: 'normal' | 'primary' | 'quiet';
  icon?: ReactNode;
  /** For buttons that stay pressed. */
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const classes = (variant: string, pressed: boolean | undefined, extra: string | undefined) =>
  ['ui-button', `ui-button-${variant}`, pressed ? 'is-on' : '', extra ?? ''].filter(Boolean).join(' ');

export function Button({ variant = 'normal', icon, pressed, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" aria-pressed={pressed} className={classes(variant, pressed, className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label'> {
  /** Name for screen readers, shown as a tooltip. The picture is `icon`, or the content. */
  label: string;
  /** Keys that do the same, shown in the tooltip, such as `Ctrl+Z`. */
  shortcut?: string;
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, children, shortcut, variant = 'normal', pressed, className, ...rest } = props;
  const tip = shortcut ? (
    <>
      {label} <kbd className="ui-kbd">{shortcut}</kbd>
    </>
  ) : (
    label
  );
  return (
    <Tooltip label={tip} openDelay={350} events={{ hover: true, focus: true, touch: false }} withArrow={false}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        className={classes(variant, pressed, `ui-button-icon ${className ?? ''}`)}
        {...rest}
      >
        {icon ?? children}
      </button>
    </Tooltip>
  );
}
