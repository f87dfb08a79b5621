/** A button that opens a small dialog below it; what is in the dialog comes when it is opened for the first time. */
import { Popover } from '@mantine/core';
import { type ComponentType, type ReactNode, useId, useState } from 'react';
import { Button } from './Button';

export interface OnDemandPopoverProps<Props extends object> {
  /** Of the button. */
  id: string;
  icon?: ReactNode;
  label: ReactNode;
  /** Name of the dialog. */
  title: string;
  /** In pixels. */
  width: number;
  className?: string;
  load(): Promise<ComponentType<Props>>;
  /** What the content is given. */
  content: Props;
}

export function OnDemandPopover<Props extends object>(props: OnDemandPopoverProps<Props>) {
  const { id, icon, label, title, width, className, load, content } = props;
  const [open, setOpen] = useState(false);
  const [Content, setContent] = useState<ComponentType<Props> | null>(null);
  const dialog = useId();
  const toggle = async () => {
    if (Content === null) {
      const loaded = await load();
      setContent(() => loaded);
    }
    setOpen(!open);
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={width}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Button
          id={id}
          className={className}
          icon={icon}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? dialog : undefined}
          onClick={() => void toggle()}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={dialog} role="dialog" aria-label={title}>
        {open && Content && <Content {...content} />}
      </Popover.Dropdown>
    </Popover>
  );
}
