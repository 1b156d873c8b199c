package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortAddressTest {
  @Test
  void isAsTheKernelWritesIt() throws IOException {
    for (String text :
        List.of("10.128.3.4", "::", "::1", "fd00::1", "1::", "fe80:0:0:1::5", "1:2:0:3:4:5:6:7")) {
      assertThat(ShortAddress.of(InetAddress.getByName(text))).isEqualTo(text);
    }
  }
}
