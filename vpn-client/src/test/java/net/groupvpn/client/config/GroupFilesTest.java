package net.groupvpn.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.identity.GroupAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupFilesTest {
  @TempDir private Path directory;
  private Path file;
  private String written;

  @BeforeEach
  void aGroupFile() throws Exception {
    GroupAuthority authority = GroupAuthority.create("office", Instant.now(), new SecureRandom());
    GroupFile group =
        new GroupFile(
            new GroupFile.Portal(URI.create("https://portal.example.org:8443"), "ab".repeat(32)),
            authority.ca(),
            new byte[GroupFile.SECRET_BYTES],
            new GroupFile.Network("10.128.0.0/16", "office.gvpn", List.of()),
            new GroupFile.Enrolment("token", Instant.now().plusSeconds(600), 600));
    written = new String(group.write(authority::sign), StandardCharsets.UTF_8);
    file = directory.resolve("office.groupvpn");
  }

  @Test
  void endsOfLinesAndAMarkInFrontDoNotMatter() throws Exception {
    for (String text :
        List.of(
            written,
            written.replace("\n", "\r\n"),
            "\ufeff" + written,
            "\ufeff" + written.replace("\n", "\r\n"))) {
      Files.writeString(file, text);
      assertThat(GroupFiles.ofMember(file).groupName()).isEqualTo("office");
      assertThat(ConfigReader.isGroupFile(file)).isTrue();
    }
  }

  @Test
  void anythingElseThatWasChangedDoes() throws Exception {
    Files.writeString(file, written.replace("office.gvpn", "office.gvpm"));
    assertThatThrownBy(() -> GroupFiles.ofMember(file)).hasMessageContaining("damaged");
  }

  @Test
  void whoElseMayReadItsSecretsIsSaid() throws Exception {
    Files.writeString(file, written);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(GroupFiles.whoElseReads(file)).contains("chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(GroupFiles.whoElseReads(file)).isNull();
  }

  @Test
  void aConfigurationMayHaveThemToo() throws Exception {
    Path config = directory.resolve("office.toml");
    Files.writeString(config, "\ufeffgroup_file = \"office.groupvpn\"\r\nport = 7401\r\n");
    Directories directories = new Directories(directory, directory, directory);
    assertThat(new ConfigReader(directories).read(config).underlay().port()).isEqualTo(7_401);
  }
}
