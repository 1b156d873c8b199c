package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client does without a part that cannot start, and says so. */
class MissingPartsTest {
  @TempDir Path directory;

  private ClientContext context() throws Exception {
    Path file = directory.resolve("office.toml");
    Files.write(file, List.of("group_file = \"missing\""));
    Directories directories = Directories.of(true, directory.toString(), Map.of());
    ClientConfig config = new ConfigReader(directories).read(file);
    return ClientContext.of(config, directories, new PoorMachine(), code -> {});
  }

  @Test
  void statusSaysThatChangedAddressesAreNoticedLate() throws Exception {
    ClientContext context = context();
    NetworkWatchPart part = NetworkWatchPart.start(context, new Parts());
    part.end();
    assertThat(context.notices().all())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.code()).isEqualTo("no_network_watch");
              assertThat(notice.text()).contains("late").endsWith(PoorMachine.REASON);
            });
  }
}
