// Starts the page: state, words, routes, theme.
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { whenSignedOut } from './api/client';
import { router } from './router';
import { useSession } from './session/store';
import { i18n, speak, language, clauses, listed, say } from './text';
import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-message.css';
import './theme/tokens.css';
import './theme/element.css';
import './theme/page.css';
import './theme/form.css';
import './theme/grid.css';
import './theme/print.css';

const app = createApp(App);
app.use(createPinia());
app.use(i18n);
app.use(router);
app.config.globalProperties.$say = say;
app.config.globalProperties.$listed = listed;
app.config.globalProperties.$clauses = clauses;
speak(language());
whenSignedOut(() => {
  useSession().forget();
  if (router.currentRoute.value.meta['open'] !== true) {
    void router.push({ name: 'sign-in', query: { back: router.currentRoute.value.fullPath } });
  }
});
app.mount('#app');
