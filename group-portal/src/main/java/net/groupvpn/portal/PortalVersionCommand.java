package net.groupvpn.portal;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code groupvpn-portal version}. */
@Command(name = "version", description = "Print the version.")
final class PortalVersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public String[] getVersion() {
    var version = PortalMain.class.getPackage().getImplementationVersion();
    return new String[] {"groupvpn-portal " + (version == null ? "(from a checkout)" : version)};
  }

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().getOut().println(getVersion()[0]);
    }
    return 0;
  }
}
