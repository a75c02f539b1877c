// Command conformance compiles OPA's own compliance cases to WebAssembly, for the tests of the adapter opa.
//
// usage: conformance CASES OUT
//
// CASES is a folder of YAML files such as v1/test/cases/testdata/v1 of OPA's module. Into OUT go cases.jsonl, one case a line in
// the order of files and places, and for case N its policy N.wasm.gz and the plan of its query N.plan.json.gz. A case that does
// not compile has neither, and says why in "compile_error"; one whose query is no body of a rule has no plan.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/test/cases"
)

// line is one case for the test.
type line struct {
	Note          string            `json:"note"`
	File          string            `json:"file"`
	Input         string            `json:"input,omitempty"` // value text
	Data          any               `json:"data,omitempty"`
	WantDefined   *bool             `json:"want_defined,omitempty"`
	WantResult    *[]map[string]any `json:"want_result,omitempty"`
	WantErrorCode string            `json:"want_error_code,omitempty"`
	WantError     string            `json:"want_error,omitempty"`
	StrictError   bool              `json:"strict_error,omitempty"`
	SortBindings  bool              `json:"sort_bindings,omitempty"`
	Env           map[string]string `json:"env,omitempty"`
	CompileError  string            `json:"compile_error,omitempty"`
	Plan          bool              `json:"plan"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: conformance CASES OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, out string) error {
	set, err := cases.Load(folder)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	lines := make([]line, len(set.Cases))
	numbers := make(chan int)
	var workers sync.WaitGroup
	var mutex sync.Mutex
	var failed error
	for range runtime.GOMAXPROCS(0) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for n := range numbers {
				var err error
				if lines[n], err = write(folder, out, n, set.Cases[n]); err != nil {
					mutex.Lock()
					failed = err
					mutex.Unlock()
				}
			}
		}()
	}
	for n := range set.Cases {
		numbers <- n
	}
	close(numbers)
	workers.Wait()
	if failed != nil {
		return failed
	}
	return writeLines(filepath.Join(out, "cases.jsonl"), lines)
}

func writeLines(name string, lines []line) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(file)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	for _, l := range lines {
		if err := encoder.Encode(l); err != nil {
			return fmt.Errorf("%s: %w", l.Note, err)
		}
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	return file.Close()
}

func write(folder, out string, n int, c cases.TestCase) (line, error) {
	file, err := filepath.Rel(folder, c.Filename)
	if err != nil {
		return line{}, err
	}
	l := line{Note: c.Note, File: filepath.ToSlash(file), WantDefined: c.WantDefined, WantResult: c.WantResult,
		StrictError: c.StrictError, SortBindings: c.SortBindings, Env: c.Env}
	if c.WantErrorCode != nil {
		l.WantErrorCode = *c.WantErrorCode
	}
	if c.WantError != nil {
		l.WantError = *c.WantError
	}
	if c.Data != nil {
		l.Data = *c.Data
	}
	if l.Input, err = input(c); err != nil {
		return l, fmt.Errorf("%s: %w", c.Note, err)
	}
	wasm, err := wasmOf(c)
	if err != nil {
		l.CompileError = err.Error()
		return l, nil
	}
	if err := compressed(filepath.Join(out, fmt.Sprintf("%d.wasm.gz", n)), wasm); err != nil {
		return l, err
	}
	if plan := planOf(c); plan != nil {
		l.Plan = true
		return l, compressed(filepath.Join(out, fmt.Sprintf("%d.plan.json.gz", n)), plan)
	}
	return l, nil
}

// input is the text of the case's input, empty for none.
func input(c cases.TestCase) (string, error) {
	switch {
	case c.InputTerm != nil:
		term, err := ast.ParseTerm(*c.InputTerm)
		if err != nil {
			return "", err
		}
		return term.String(), nil
	case c.Input != nil:
		text, err := json.Marshal(*c.Input)
		return string(text), err
	}
	return "", nil
}

func capabilities(c cases.TestCase) *ast.Capabilities {
	return ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(c.ExperimentalKeywords))
}

// wasmOf compiles the case's query as OPA's own test of its WebAssembly does.
func wasmOf(c cases.TestCase) ([]byte, error) {
	options := []func(*rego.Rego){
		rego.Query(c.Query),
		rego.SetRegoVersion(ast.RegoV1),
		rego.Capabilities(capabilities(c)),
	}
	for i, module := range c.Modules {
		options = append(options, rego.Module(fmt.Sprintf("module-%d.rego", i), module))
	}
	result, err := rego.New(options...).Compile(context.Background())
	if err != nil {
		return nil, err
	}
	return result.Bytes, nil
}

// planOf is the plan of a rule that holds what the case's query binds, or nil where that is no rule.
func planOf(c cases.TestCase) []byte {
	options := ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities(c)}
	b := &bundle.Bundle{Data: map[string]any{}}
	b.Manifest.Init()
	version := 1
	b.Manifest.RegoVersion = &version
	query, err := ast.ParseBodyWithOpts(c.Query, options)
	if err != nil {
		return nil
	}
	var bound []string
	for variable := range query.Vars(ast.VarVisitorParams{SkipRefCallHead: true, SkipClosures: true}) {
		if !variable.IsWildcard() && !variable.Equal(ast.DefaultRootDocument.Value) && !variable.Equal(ast.InputRootDocument.Value) {
			bound = append(bound, fmt.Sprintf("%q: %s", string(variable), variable))
		}
	}
	slices.Sort(bound)
	head := "holds contains {" + strings.Join(bound, ", ") + "} if {\n"
	modules := append([]string{"package conformance_query\n\n" + head + c.Query + "\n}\n"}, c.Modules...)
	for i, text := range modules {
		name := fmt.Sprintf("module-%d.rego", i)
		module, err := ast.ParseModuleWithOpts(name, text, options)
		if err != nil {
			return nil
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: name, Raw: []byte(text), Parsed: module})
	}
	compiler := compile.New().WithTarget(compile.TargetPlan).WithEntrypoints("conformance_query/holds").
		WithBundle(b).WithRegoVersion(ast.RegoV1).WithCapabilities(capabilities(c))
	if err := compiler.Build(context.Background()); err != nil {
		return nil
	}
	for _, plan := range compiler.Bundle().PlanModules {
		return plan.Raw
	}
	return nil
}

func compressed(name string, content []byte) error {
	var buffer bytes.Buffer
	writer, err := gzip.NewWriterLevel(&buffer, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := writer.Write(content); err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, buffer.Bytes(), 0o644)
}
