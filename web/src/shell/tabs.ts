// The pages that are open (多页签): path, title, and the tab's place. Nothing of it outlives the page.
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { router } from '@/router';

export interface OpenPage {
  path: string;
  fullPath: string;
  title: string;
}
const most = 12;

export const useTabs = defineStore('tabs', () => {
  const open = ref<OpenPage[]>([]);
  /** What pages called themselves: a page that stayed alive does not say it again when it is reopened. */
  const names = new Map<string, string>();

  function visit(path: string, fullPath: string, title: string): void {
    const there = open.value.find((page) => page.path === path);
    if (there) {
      there.fullPath = fullPath;
      return;
    }
    open.value.push({ path, fullPath, title: names.get(path) ?? title });
    if (open.value.length > most) open.value.shift();
  }

  function name(path: string, title: string): void {
    if (!title) return;
    names.set(path, title);
    const there = open.value.find((page) => page.path === path);
    if (there) there.title = title;
  }

  async function close(path: string): Promise<void> {
    const index = open.value.findIndex((page) => page.path === path);
    if (index < 0) return;
    const next = open.value[index + 1] ?? open.value[index - 1];
    if (router.currentRoute.value.path === path) await router.push(next?.fullPath ?? '/');
    open.value = open.value.filter((page) => page.path !== path);
  }

  async function closeOthers(path: string): Promise<void> {
    open.value = open.value.filter((page) => page.path === path);
  }

  function clear(): void {
    open.value = [];
    names.clear();
  }

  return { open, visit, name, close, closeOthers, clear };
});
