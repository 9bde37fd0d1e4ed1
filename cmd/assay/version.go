package main

import (
	"context"
	"runtime/debug"

	"assay/assessment/wording"

	"github.com/spf13/cobra"
	sqlite "modernc.org/sqlite/lib"

	"assay/assessment"
	"assay/report"
)

// version describes this program and its parts.
type version struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the source; with + after uncommitted changes
	Go       string `json:"go"`
	SQLite   string `json:"sqlite"`
	Engine   string `json:"engine"`
	Renderer string `json:"renderer"`
}

func readVersion() version {
	v := version{Version: "unknown", SQLite: sqlite.SQLITE_VERSION, Engine: assessment.Engine, Renderer: report.Renderer}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Go = info.GoVersion
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			v.Revision = wording.Short(setting.Value) + v.Revision
		case setting.Key == "vcs.modified" && setting.Value == "true":
			v.Revision += "+"
		}
	}
	return v
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Show the version of this program and its parts", Args: cobra.NoArgs,
		RunE: a.does(func(context.Context, []string) error {
			v := readVersion()
			return a.show(v, func() {
				a.out.print("assay %s\n", v.Version)
				a.fields([][2]string{{"revision", v.Revision}, {"go", v.Go}, {"sqlite", v.SQLite}, {"engine", v.Engine}, {"renderer", v.Renderer}})
			})
		}),
	}
}
