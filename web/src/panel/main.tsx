import './styles';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { preferred, speak } from './app/i18n';

const at = document.getElementById('root');
if (at) void speak(preferred()).then(() => createRoot(at).render(<App />));
