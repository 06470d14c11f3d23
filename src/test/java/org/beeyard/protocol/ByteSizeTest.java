package org.beeyard.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSizeTest {

    @Test
    void reads_sizes_as_people_write_them() {
        assertThat(ByteSize.of("512").bytes()).isEqualTo(512);
        assertThat(ByteSize.of("10MiB").bytes()).isEqualTo(10L << 20);
        assertThat(ByteSize.of("2 G").bytes()).isEqualTo(2L << 30);
        assertThatThrownBy(() -> ByteSize.of("many")).hasMessage("'many' is not a size; write it like 10MiB");
    }

    @Test
    void writes_them_so_that_people_can_read_them() {
        assertThat(ByteSize.of("64MiB")).hasToString("64 MiB");
        assertThat(new ByteSize(1536)).hasToString("1.5 KiB");
    }
}
