// Mantine's styles come before ours, which may then say otherwise.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
