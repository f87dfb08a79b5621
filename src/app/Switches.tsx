/** Language and theme, one press each. The language button is written in the language it leads to. */
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state/preferences';
import { Button, IconButton } from '@/ui/Button';

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language, setLanguage } = usePreferences();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button id="language-switch" lang={other} aria-label={t('language.switch')} onClick={() => setLanguage(other)}>
      {t('language.short')}
    </Button>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  const other = theme === 'light' ? 'dark' : 'light';
  return (
    <IconButton
      id="theme-switch"
      label={t(`theme.${other}`)}
      icon={theme === 'light' ? <IconMoon size={17} stroke={1.8} /> : <IconSun size={17} stroke={1.8} />}
      onClick={() => setTheme(other)}
    />
  );
}
