// Whether the window is as narrow as a phone's.
import { ref } from 'vue';

const query = window.matchMedia('(max-width: 760px)');
export const narrow = ref(query.matches);
query.addEventListener('change', (event) => (narrow.value = event.matches));
