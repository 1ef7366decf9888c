// Mantine's styles are in a layer, so that ours win in whatever order the build links the files.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './touch.css';
