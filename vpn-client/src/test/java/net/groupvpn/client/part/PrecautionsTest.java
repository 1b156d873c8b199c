package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecautionsTest {
  @TempDir Path directory;

  /** Every machine has a card of this name. */
  @Test
  void aCardsNameThatIsTakenIsSaidBeforeTheGroupFileIsLookedAt() throws Exception {
    Path file = directory.resolve("office.toml");
    Files.write(file, List.of("group_file = \"missing\"", "interface = \"lo\""));
    ClientConfig config = new ConfigReader(Directories.of(true, "/root", Map.of())).read(file);
    Precautions precautions = new Precautions(config, new Notices(Clock.systemUTC()));
    assertThatIOException()
        .isThrownBy(precautions::take)
        .withMessageContaining("a network card lo is there already")
        .withMessageContaining("interface = ");
  }
}
